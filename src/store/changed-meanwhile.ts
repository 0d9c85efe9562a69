/** What is stored is not what it was when a file was looked at. Nothing of it was stored. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}
