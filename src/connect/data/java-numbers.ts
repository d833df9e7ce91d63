/**
 * Numbers as Java prints them: at least one digit behind the point, `E` from 10^7 on and below 10^-3.
 * Source: Double.toString and Float.toString of JDK 19 and newer, the shortest text that reads back the same; older JDKs give a
 * digit more now and then.
 */
const PLAIN_FROM = 1e-3
const PLAIN_TO = 1e7

export const javaDouble = (value: number): string => named(value) ?? written(shortestDouble(value))

export function javaFloat(value: number): string {
  const float = Math.fround(value)
  return named(float) ?? written(shortestFloat(float))
}

function named(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  return undefined
}

/** `d.ddde±n`; Java takes the nearest of two digits where one would do. */
function shortestDouble(value: number): string {
  const text = value.toExponential()
  return text.includes('.') ? text : value.toExponential(1)
}

const FLOAT_DIGITS_MAX = 9
function shortestFloat(value: number): string {
  for (let digits = 1; digits < FLOAT_DIGITS_MAX; digits++) {
    const text = value.toExponential(digits)
    if (Math.fround(Number(text)) === value) return text
  }
  return value.toExponential(FLOAT_DIGITS_MAX)
}

function written(exponential: string): string {
  const [, sign = '', first = '', rest = '', power = '0'] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(exponential)!
  const digits = (first + rest).replace(/0+$/, '') || '0'
  const exponent = Number(power)
  const size = Math.abs(Number(exponential))
  if (size >= PLAIN_TO || size < PLAIN_FROM) return `${sign}${first}.${digits.slice(1) || '0'}E${exponent}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const padded = digits.padEnd(exponent + 1, '0')
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`
}
