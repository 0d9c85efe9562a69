/** A person at a browser. Each action ends when the page that it leads to stands. */
export interface User {
  /** Opens an address, as an application's "open the browser" does. */
  open(url: string): Promise<void>;
  /** Presses the button, or follows the link, that is labelled so. */
  press(label: string): Promise<void>;
  /** Presses the button of this person at an identity provider. */
  choosePerson(email: string): Promise<void>;
  /** Fills the sign-in page in and sends it. */
  typePassword(email: string, password: string): Promise<void>;
  /** The page in front of them. */
  page(): Promise<SeenPage>;
  /** Every answer to a navigation so far, redirects included. */
  readonly visits: readonly Visit[];
  close(): Promise<void>;
}

export interface SeenPage {
  readonly url: string;
  readonly heading: string;
  /** What it says aloud, where something went wrong. */
  readonly alert: string | undefined;
  /** What stands in its e-mail field, where it has one. */
  readonly email: string | undefined;
}

export interface Visit {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly location: string | undefined;
}
