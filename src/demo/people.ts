/** A user in the demo data. */
export interface DemoPerson {
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly account: 'acme' | 'globex';
  readonly license: { readonly enabled: boolean; readonly max_activations: number } | null;
  /** A note for the demo file. The page has its own, in the language of the browser. */
  readonly note: string;
}

export const demoPeople: readonly DemoPerson[] = [
  {
    email: 'alice@acme.test',
    first_name: 'Alice',
    last_name: 'Adams',
    account: 'acme',
    license: { enabled: true, max_activations: 10 },
    note: 'licensed, 10 devices',
  },
  {
    email: 'bob@acme.test',
    first_name: 'Bob',
    last_name: 'Brown',
    account: 'acme',
    license: null,
    note: 'has no license',
  },
  {
    email: 'carol@acme.test',
    first_name: 'Carol',
    last_name: 'Clark',
    account: 'acme',
    license: { enabled: false, max_activations: 10 },
    note: 'license disabled',
  },
  {
    email: 'dave@globex.test',
    first_name: 'Dave',
    last_name: 'Davis',
    account: 'globex',
    license: { enabled: true, max_activations: 2 },
    note: 'licensed, 2 devices',
  },
];
