/** Somebody in the demo data. */
export interface DemoPerson {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly account: 'acme' | 'globex';
  readonly license: { readonly enabled: boolean; readonly maxActivations: number } | null;
  /** Says in the demo file what to expect of them; the page says it in the language of its reader. */
  readonly note: string;
}

export const demoPeople: readonly DemoPerson[] = [
  {
    email: 'alice@acme.test',
    firstName: 'Alice',
    lastName: 'Adams',
    account: 'acme',
    license: { enabled: true, maxActivations: 10 },
    note: 'licensed, 10 devices',
  },
  {
    email: 'bob@acme.test',
    firstName: 'Bob',
    lastName: 'Brown',
    account: 'acme',
    license: null,
    note: 'has no license',
  },
  {
    email: 'carol@acme.test',
    firstName: 'Carol',
    lastName: 'Clark',
    account: 'acme',
    license: { enabled: false, maxActivations: 10 },
    note: 'license disabled',
  },
  {
    email: 'dave@globex.test',
    firstName: 'Dave',
    lastName: 'Davis',
    account: 'globex',
    license: { enabled: true, maxActivations: 2 },
    note: 'licensed, 2 devices',
  },
];
