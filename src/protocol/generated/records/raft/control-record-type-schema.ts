// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { Writer } from '../../../writer.ts'

export interface ControlRecordTypeSchema {
  type: number
}

export interface ControlRecordTypeSchemaInit {
  type: number
}

function readControlRecordTypeSchema(r: Reader, ver: number): ControlRecordTypeSchema {
  const type = r.int16()
  return { type }
}

function writeControlRecordTypeSchema(w: Writer, v: ControlRecordTypeSchemaInit, ver: number): void {
  w.int16(v.type)
}

/** ControlRecordTypeSchema */
export const ControlRecordTypeSchema: Message<ControlRecordTypeSchema, ControlRecordTypeSchemaInit> = {
  name: 'ControlRecordTypeSchema',
  min: 0,
  max: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  read: readControlRecordTypeSchema,
  write: writeControlRecordTypeSchema,
}
