/** The argument with which a test starts a program from its TypeScript, as the tests themselves are: `typescript.mjs`. */
export const typescript = `--import=${new URL('typescript.mjs', import.meta.url)}`
