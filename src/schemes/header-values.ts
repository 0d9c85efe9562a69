/**
 * Returns all values of a header. Node itself drops or joins the values of duplicate headers.
 * @param rawHeaders alternating names and values
 * @param name in lower case
 */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
}
