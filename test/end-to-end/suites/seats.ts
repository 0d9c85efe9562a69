import { expect, it } from '@jest/globals';
import type { Grant } from '../../../examples/desktop-app/sign-in.ts';
import type { Stage } from '../stage.ts';
import { people, SIGNED_IN } from '../world.ts';

/** Signing in, activating, checking and giving back, in every way. */
export function describeSeats({ world, newUser }: Stage, grant: Grant): void {
  it.each(people)('a user of $account signs in $how and gets a seat', async ({ email }) => {
    const { api } = world().application;
    const user = await newUser();
    const { device, proof, license } = await world().activate(user, email, grant);
    expect(license).toMatchObject({ times_activated: 1, user: { email } });

    const { heading, url } = await user.page();
    expect(heading).toBe(SIGNED_IN);
    // A token is out of the address bar; a code is used up.
    const { code: spent = '' } = proof;
    expect(url.replace(/(\?code=)[^&]+&.*$/, '$1…')).toBe(
      grant === 'code' ? `${proof.redirect_uri}?code=…` : proof.redirect_uri,
    );
    expect(spent === '').toBe(grant === 'token');

    const holder = { username: email };
    await expect(api.check(device, holder)).resolves.toMatchObject({ times_activated: 1 });
    await api.deactivate(device, holder);
    await expect(api.check(device, holder)).rejects.toMatchObject({ code: 'license_not_active' });
  });
}
