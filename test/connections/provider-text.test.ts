import { describe, expect, it } from '@jest/globals';
import { ProviderError } from '../../src/connections/provider-error.ts';
import {
  LONGEST_PROVIDER_TEXT,
  sanitizeProviderText,
} from '../../src/connections/provider-text.ts';
import { describeError } from '../../src/observability/describe-error.ts';

/** Bytes of a text that a provider may answer, and that an expression with nested repetition would take long for. */
const MUCH = 256 * 1024;
const adversarial = [
  'a://',
  'a://a?',
  'a@',
  '"',
  '-a1',
  '://?#',
  'a b://c:d@',
  "a://a#'",
  ' ',
  '\t\n',
  '\u202e',
];
const texts = adversarial.map((part) => part.repeat(MUCH / part.length));

describe('a text of a provider', () => {
  it('is kept when it is like those of real providers', () => {
    const said =
      "AADSTS50105: The signed in user '{EmailHidden}' is not assigned to a role for the application 'f1c5…'(Latchkey). Trace ID: 0a-1b";
    expect(sanitizeProviderText(said)).toBe(said);
    expect(sanitizeProviderText('Der Benutzer ist gesperrt – 使用できません')).toBe(
      'Der Benutzer ist gesperrt – 使用できません',
    );
  });

  it.each(adversarial.map((part, index) => [part, texts[index] ?? ''] as const))(
    'is cut when it is too long: %j',
    (_part, text) => {
      expect((sanitizeProviderText(text) ?? '').length).toBeLessThanOrEqual(LONGEST_PROVIDER_TEXT);
    },
  );

  it('loses control characters, bidirectional controls, lone surrogates and line breaks', () => {
    const invisible = [
      ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)),
      ...['\u007f', '\u0080', '\u009b', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'],
      ...['\u2028', '\u2029', '\u00ad', '\ufeff', '\ud800', '\udc00'],
    ];
    for (const one of invisible) expect(sanitizeProviderText(`a${one}b`)).toBe('a b');
  });

  it.each([undefined, null, 1, {}, ['a'], '', ' \n', '\u202e'])('is undefined for %j', (said) => {
    expect(sanitizeProviderText(said)).toBeUndefined();
  });
});

describe('an error of a provider', () => {
  it.each(adversarial.map((part, index) => [part, texts[index] ?? ''] as const))(
    'is short everywhere, whatever the provider sends: %j',
    (_part, text) => {
      const errorResponse = { error: text, description: text, uri: text };
      const error = new ProviderError('request_refused', `it answered ${text}`, { errorResponse });
      for (const one of [
        error.message,
        ...(Object.values(error.errorResponse) as (string | undefined)[]),
      ]) {
        expect((one ?? '').length).toBeLessThanOrEqual(LONGEST_PROVIDER_TEXT);
      }
    },
  );
});

describe('the message of any error in the log', () => {
  it.each(adversarial.map((part, index) => [part, texts[index] ?? ''] as const))(
    'is read up to a limit: %j',
    (_part, text) => {
      const { message } = describeError(new Error(text));
      expect(message.length).toBeLessThanOrEqual(2_500);
    },
  );

  it('contains no part of a token that the limit cuts', () => {
    const padding = 'x '.repeat(990);
    const { message } = describeError(new Error(`${padding}0123456789abcdef${'f'.repeat(100)}`));
    expect(message).toContain('x x');
    expect(message).not.toContain('0123456789');
  });
});
