/**
 * What a stored message is made of, as data: for those who show messages. Codecs do not need it, and nothing on the wire's way
 * loads it. Generated into `generated/records/<group>/shapes.ts`.
 */
export interface FieldShape {
  readonly name: string
  /** Wire type, as the definitions name them; `struct` has `fields`. */
  readonly type: string
  readonly array?: true
  /** The versions that have it, where it is not all. */
  readonly from?: number
  readonly to?: number
  /** Tagged: only there when it is not `default`. */
  readonly tagged?: true
  readonly default?: string | number | bigint | boolean | null
  readonly fields?: readonly FieldShape[]
}

/** By the message's name. */
export type Shapes = Readonly<Record<string, readonly FieldShape[]>>
