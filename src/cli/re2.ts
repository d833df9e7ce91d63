/**
 * Whether a regular expression is one to RE2, which is what brokers match topic names with (KIP-848): the complaint, in RE2's
 * words, or undefined. Source: RE2's syntax page, and RE2/J's answers. Not here: Unicode scripts beyond the general categories.
 */

/** What the parser stands at, and what it has seen. */
interface State {
  readonly text: string
  at: number
  readonly names: Set<string>
}

class Invalid extends Error {}
const invalid = (why: string): never => {
  throw new Invalid(why)
}

export function complaint(text: string): string | undefined {
  const state: State = { text, at: 0, names: new Set() }
  try {
    alternatives(state)
    return state.at < text.length ? 'regexp/syntax: internal error' : undefined
  } catch (error) {
    if (error instanceof Invalid) return error.message
    throw error
  }
}

/** Up to the closing bracket of the group, or the end. */
function alternatives(state: State): void {
  for (;;) {
    concatenation(state)
    if (state.text[state.at] !== '|') return
    state.at++
  }
}

function concatenation(state: State): void {
  const { text } = state
  let repeatable = false
  let repeated = false
  while (state.at < text.length && text[state.at] !== '|' && text[state.at] !== ')') {
    const operator = repetition(state)
    if (operator > 0) {
      if (!repeatable) invalid('missing argument to repetition operator')
      if (repeated) invalid('invalid nested repetition operator')
      state.at += operator
      if (text[state.at] === '?') state.at++
      repeated = true
      continue
    }
    repeatable = item(state)
    repeated = false
  }
}

/** How long the repetition operator is that stands here; 0: none. `a{,2}` is those letters. */
function repetition({ text, at }: State): number {
  if ('*+?'.includes(text[at]!)) return 1
  const match = /^\{(\d+)(,(\d*))?\}/.exec(text.slice(at))
  if (!match) return 0
  const [whole, from = '', , to] = match
  const [least, most] = [Number(from), to ? Number(to) : 0]
  if (least > MOST_REPEATS || most > MOST_REPEATS || (to && most < least)) invalid('invalid repeat count')
  return whole.length
}
const MOST_REPEATS = 1000

/** @returns whether it can be repeated: flags like `(?i)` cannot */
function item(state: State): boolean {
  const { text } = state
  const char = text[state.at]
  if (char === '(') return group(state)
  if (char === '[') characterClass(state)
  else if (char === '\\') escaped(state, false)
  else state.at += String.fromCodePoint(text.codePointAt(state.at)!).length
  return true
}

function group(state: State): boolean {
  const rest = state.text.slice(state.at)
  if (!rest.startsWith('(?')) state.at++
  else if (/^\(\?P?</.test(rest)) {
    const match = /^\(\?P?<([^>]*)>/.exec(rest)
    const name = match?.[1] ?? ''
    if (!match || !/^\w+$/.test(name)) invalid('invalid named capture')
    if (state.names.has(name)) invalid('duplicate capture group name')
    state.names.add(name)
    state.at += match![0].length
  } else {
    const flags = /^\(\?([imsU]*)(-[imsU]+)?([:)])/.exec(rest)
    if (!flags || (flags[1] === '' && !flags[2] && flags[3] === ')')) invalid('invalid or unsupported Perl syntax')
    state.at += flags![0].length
    if (flags![3] === ')') return false
  }
  alternatives(state)
  if (state.text[state.at] !== ')') invalid('missing closing )')
  state.at++
  return true
}

function characterClass(state: State): void {
  const { text } = state
  state.at++
  if (text[state.at] === '^') state.at++
  for (let first = true; first || text[state.at] !== ']'; first = false) {
    if (state.at >= text.length) invalid('missing closing ]')
    const named = /^\[:(\^?\w+):\]/.exec(text.slice(state.at))
    if (named) {
      if (!posix.has(named[1]!.replace('^', ''))) invalid('invalid character class range')
      state.at += named[0].length
      continue
    }
    const low = classChar(state, true)
    if (text[state.at] !== '-' || text[state.at + 1] === ']' || low === undefined) continue
    if (state.at + 1 >= text.length) invalid('missing closing ]')
    state.at++
    const high = classChar(state, false)
    if (high! < low) invalid('invalid character class range')
  }
  state.at++
}
const posix = new Set('alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' '))

/** A character of a class as its number; undefined: a class within it. */
function classChar(state: State, classes: boolean): number | undefined {
  const { text } = state
  if (text[state.at] === '\\') return escaped(state, true, classes)
  const code = text.codePointAt(state.at)
  if (code === undefined) invalid('missing closing ]')
  state.at += String.fromCodePoint(code!).length
  return code
}

function escaped(state: State, inClass: boolean, classes = true): number | undefined {
  const rest = state.text.slice(state.at)
  const [, next] = rest
  if (next === undefined) return invalid('trailing backslash at end of expression')
  if (next === 'Q' && !inClass) {
    const end = rest.indexOf('\\E')
    state.at += end < 0 ? rest.length : end + 2
    return undefined
  }
  const property = /^\\[pP](?:\{\^?(\w+)\}|(\w))/.exec(rest)
  if (property && classes) {
    const name = (property[1] ?? property[2])!
    if (!/^([CLMNPSZ][a-z&]?|Any)$/.test(name) && !isScript(name)) invalid('invalid character class range')
    state.at += property[0].length
    return undefined
  }
  const match =
    /^\\(?:x[0-9a-fA-F]{2}|x\{[0-9a-fA-F]{1,6}\}|0[0-7]{0,2}|[1-7][0-7]{1,2}|[aftnrv]|[^\w\s\u0080-\uffff])/.exec(
      rest,
    ) ??
    (classes ? /^\\[dDsSwW]/.exec(rest) : null) ??
    (inClass ? null : /^\\[AbBz]/.exec(rest))
  if (!match) return invalid('invalid escape sequence')
  state.at += match[0].length
  return /^\\[dDsSwWAbBz]/.test(match[0]) ? undefined : codeOf(match[0])
}

function codeOf(escaped: string): number {
  if (escaped.startsWith('\\x')) return Number.parseInt(escaped.replace(/[\\x{}]/g, ''), 16)
  if (/^\\[0-7]/.test(escaped)) return Number.parseInt(escaped.slice(1), 8)
  const control = 'abtnvfr'.indexOf(escaped[1]!)
  return control < 0 ? escaped.charCodeAt(1) : control + 7
}

/** JavaScript knows the scripts. */
function isScript(name: string): boolean {
  try {
    return new RegExp(`\\p{Script=${name}}`, 'u') !== undefined
  } catch {
    return false
  }
}
