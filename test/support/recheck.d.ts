// The library's form in JavaScript alone, which has no types of its own. Its other forms start programs.
declare module 'recheck/lib/browser.js' {
  const recheck: {
    /** True when the time of a regular expression grows as the text does, and else a text for which it does not. */
    checkSync(
      source: string,
      flags: string,
      options: { checker: 'automaton'; timeout: number } & Record<`max${string}`, number>,
    ): { status: 'safe' | 'vulnerable' | 'unknown'; attack?: { pattern: string } };
  };
  // As CommonJS comes to a module.
  export { recheck as default };
}
