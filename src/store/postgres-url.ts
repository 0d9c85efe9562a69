/** Whether a database is named by a URL of PostgreSQL's rather than by its file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//i.test(database);
}
