/**
 * Decimal: unscaled * 10^-scale, exactly, as Java's BigDecimal has it, and as it prints it.
 * Source: java.math.BigDecimal (toString, the constructor of a text), Kafka 4.3 `connect.data.Decimal`.
 */
import { DataError } from '../errors.ts'

/** Java's int: a text with more digits than that is no number to anybody. */
const SCALE_MAX = 2 ** 31 - 1

export class Decimal {
  readonly unscaled: bigint
  readonly scale: number

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled
    this.scale = scale
  }

  /** Also one of another copy of this module: plugins may bring their own. */
  static [Symbol.hasInstance](value: unknown): boolean {
    const { unscaled, scale } = (value ?? {}) as Partial<Decimal>
    return typeof unscaled === 'bigint' && typeof scale === 'number'
  }

  /** `12.50`, `-1E+3`. @returns undefined when it is not a number */
  static tryParse(text: string): Decimal | undefined {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/.exec(text)
    if (!match) return undefined
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
    if (whole === '' && fraction === '') return undefined
    const scale = fraction.length - Number(exponent)
    if (Math.abs(scale) > SCALE_MAX) return undefined
    const unscaled = BigInt(whole + fraction)
    return new Decimal(sign === '-' ? -unscaled : unscaled, scale)
  }

  static parse(text: string): Decimal {
    const parsed = Decimal.tryParse(text)
    if (!parsed) throw new DataError(`"${text}" is not a decimal number, such as 12.50`)
    return parsed
  }

  /** Two's complement, big-endian, as short as it can be: BigInteger.toByteArray. */
  toBytes(): Buffer {
    const { unscaled } = this
    let size = 1
    while (BigInt.asIntN(size * 8, unscaled) !== unscaled) size++
    const hex = BigInt.asUintN(size * 8, unscaled)
      .toString(16)
      .padStart(size * 2, '0')
    return Buffer.from(hex, 'hex')
  }

  static fromBytes(bytes: Uint8Array, scale: number): Decimal {
    if (bytes.length === 0) throw new DataError('A decimal needs at least one byte, and got none')
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
    return new Decimal(BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`)), scale)
  }

  /** In the notation Java chooses: plain while scale >= 0 and the exponent is -6 or more. */
  toString(): string {
    const { unscaled, scale } = this
    const sign = unscaled < 0n ? '-' : ''
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
    if (scale === 0) return sign + digits
    const exponent = digits.length - 1 - scale
    if (scale > 0 && exponent >= -6) {
      const padded = digits.padStart(scale + 1, '0')
      return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
    }
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
    const power = exponent === 0 ? '' : `E${exponent > 0 ? '+' : ''}${exponent}`
    return sign + mantissa + power
  }

  toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`)
  }

  /** Without what is behind the point. Only as large as a long: `1e999999999` is not written out. */
  toLong(): bigint {
    const { unscaled, scale } = this
    if (scale <= 0) return scale < -SCALE_LOST ? 0n : BigInt.asIntN(64, unscaled * 10n ** BigInt(-scale))
    return scale > unscaled.toString().length ? 0n : BigInt.asIntN(64, unscaled / 10n ** BigInt(scale))
  }

  /** Whether nothing is behind the point. */
  get isWhole(): boolean {
    const { unscaled, scale } = this
    if (unscaled === 0n || scale <= 0) return true
    return scale <= unscaled.toString().length && unscaled % 10n ** BigInt(scale) === 0n
  }

  toJSON(): string {
    return this.toString()
  }
}

/** 10^64 and more is a multiple of 2^64: the low 64 bits are 0. */
const SCALE_LOST = 64
