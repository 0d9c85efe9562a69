import { describe, expect, it } from '@jest/globals';
import { start } from '../support/run.ts';

describe('the log on a terminal', () => {
  it('has one line for each record, without control characters from others', async () => {
    const script = `
      import { createLog } from './src/observability/log.ts';
      import { logStream } from './src/terminal/log-stream.ts';
      const log = createLog('info', logStream());
      log.info({ email: 'x\\u001b[2J\\n12:00 INFO: forged\\u202e' }, 'said\\u009b2J\\n13:00 INFO: forged too');
      log.error({ err: new Error('bad\\u001b]0;title\\u0007') }, 'failed');`;
    const { finished } = start(process.execPath, ['--input-type=module', '-e', script]);
    const { code, stdout, stderr } = await finished;
    expect([code, stderr]).toEqual([0, '']);
    // eslint-disable-next-line no-control-regex -- none is to be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stdout.split('\n').filter((line) => /^\S*.*forged/.test(line))).toHaveLength(1);
    expect(stdout).toContain('\\u001b[2J\\u000a12:00 INFO: forged');
  });
});
