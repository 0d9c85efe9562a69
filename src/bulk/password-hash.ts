import type { CellType } from './cell-types.ts';

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;
/** The maximum cost of a hash in kibibytes and rounds: every sign-in makes the server spend it. */
const MOST_MEMORY = 262_144;
const MOST_ROUNDS = 16;

/** An argon2id hash in PHC form, from any program. */
export const passwordHash: CellType = {
  requirement: `an argon2id hash such as $argon2id$v=19$m=19456,t=2,p=1$…$…, of at most ${MOST_MEMORY} KiB and ${MOST_ROUNDS} rounds`,
  fromText: (value) => value,
  parse: (value) => {
    if (typeof value !== 'string') return undefined;
    const [, memory, rounds] = PHC.exec(value) ?? [];
    if (memory === undefined) return undefined;
    return Number(memory) <= MOST_MEMORY && Number(rounds) <= MOST_ROUNDS ? value : undefined;
  },
  present: (cell) => cell,
};
