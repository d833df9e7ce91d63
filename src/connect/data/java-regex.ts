/**
 * Regular expressions as Java writes them, as far as JavaScript has the same: flags at the beginning `(?i)`, quotes `\Q...\E`,
 * ends `\A \z \Z`, POSIX classes `\p{Alpha}`; and replacements with `$1` and `${name}`.
 * Source: java.util.regex.Pattern, Matcher.appendReplacement. Not here: possessive quantifiers, atomic groups, classes within
 * classes; they are refused.
 */
import { SettingsError } from '../errors.ts'

const posix: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-/:-@\\[-`{-~',
  Blank: ' \\t',
  XDigit: '0-9a-fA-F',
  Space: '\\s',
}

/** @throws {SettingsError} with what is wrong with it */
export function javaRegex(source: string): RegExp {
  let flags = ''
  let text = source.replace(/^\(\?([ims]+)\)/, (_, found: string) => {
    flags = found
    return ''
  })
  text = text.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  text = text.replace(/\\p\{(\w+)\}/g, (whole, name: string) => (posix[name] ? `[${posix[name]}]` : whole))
  text = text.replace(/\\A/g, '^').replace(/\\[zZ]/g, '$')
  try {
    return new RegExp(text, flags)
  } catch (cause) {
    throw new SettingsError((cause as Error).message.replace(/^Invalid regular expression: /, ''), { cause })
  }
}

/** Whether the whole of a text matches. */
export function wholeMatch(source: string): RegExp {
  const { source: text, flags } = javaRegex(source)
  return new RegExp(`^(?:${text})$`, flags)
}

/** For `check` of a setting. */
export function regexProblem(value: string, name: string): string | undefined {
  try {
    javaRegex(value)
    return undefined
  } catch (error) {
    return `Invalid value ${value} for configuration ${name}: Invalid regex: ${(error as Error).message}`
  }
}

/** A replacement that Java understands, as a function of a match. @throws {SettingsError} at once for one that cannot be */
export function javaReplacement(text: string): (match: RegExpExecArray) => string {
  const parts: (string | { group: number | string })[] = []
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\') {
      if (++i >= text.length)
        throw new SettingsError(`The replacement ${text} ends with a backslash, which escapes nothing`)
      parts.push(text[i]!)
    } else if (c !== '$') parts.push(c)
    else {
      const group = /^\$(?:(\d)|\{([a-zA-Z][a-zA-Z0-9]*)\})/.exec(text.slice(i))
      if (!group) throw new SettingsError(`The replacement ${text} has a $ without a group behind it: \\$ is a dollar`)
      parts.push({ group: group[1] === undefined ? group[2]! : Number(group[1]) })
      i += group[0].length - 1
    }
  }
  return match =>
    parts.map((part, index) => (typeof part === 'string' ? part : groupOf(match, part.group, parts, index))).join('')
}

/** `$12` is group 12 if there is one, else group 1 and a 2. */
function groupOf(match: RegExpExecArray, group: number | string, parts: unknown[], index: number): string {
  if (typeof group === 'string') return match.groups?.[group] ?? ''
  let number = group
  for (let next = index + 1; typeof parts[next] === 'string' && /^\d$/.test(parts[next] as string); next++) {
    const longer = number * 10 + Number(parts[next])
    if (longer >= match.length) break
    number = longer
    parts[next] = ''
  }
  if (number >= match.length) throw new SettingsError(`No group ${number}`)
  return match[number] ?? ''
}
