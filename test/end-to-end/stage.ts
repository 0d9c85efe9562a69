import { afterEach } from '@jest/globals';
import type { User } from '../support/user.ts';
import type { World } from './world.ts';

/** Where sign-ins are played: a world, which is there once the tests run, and users of one kind of browser. */
export interface Stage<Kind extends User = User> {
  readonly world: () => World;
  readonly newUser: () => Promise<Kind>;
}

/** Users leave at the end of each test, and give their seats back. @param start opens a browser */
export function createStage<Kind extends User>(
  world: () => World,
  start: () => Promise<Kind>,
): Stage<Kind> {
  const users: User[] = [];
  afterEach(async () => {
    await Promise.all(users.splice(0).map((user) => user.close()));
    await world().freeSeats();
  });
  return {
    world,
    async newUser() {
      const user = await start();
      users.push(user);
      return user;
    },
  };
}
