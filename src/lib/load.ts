/**
 * Packages and builtins that a plain start does not need, loaded when first used, synchronously.
 * An `import()` would make every caller wait for a promise; a static import costs each start 1 to 7 ms.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * A function that loads `name` at its first call.
 * @param short loaded in its place where it can be: the part of a package that the package would look for, in several places
 */
export function lazily<Module>(name: string, short?: string): () => Module {
  let loaded: Module | undefined
  return () => {
    loaded ??= ((short === undefined ? undefined : found(short)) ?? require(name)) as Module
    return loaded
  }
}

function found(name: string): unknown {
  try {
    return require(name)
  } catch {
    return undefined // the package itself says what is wrong
  }
}

/** Where a package's main file is, for what lies beside it. */
export const resolvePackage = (name: string): string => require.resolve(name)
