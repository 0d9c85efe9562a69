import { ConfigError, loadConfig } from '../../src/config/config.ts';

/** What is at fault with these environment variables; empty where nothing is. */
export function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}
