/** The database has changed since the imported file was checked. Nothing of the file was stored. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}
