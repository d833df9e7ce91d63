// Generated from src/protocol/definitions. Change the definition, then: npm run generate
import type { Message } from '../../../message.ts'
import type { Reader } from '../../../reader.ts'
import type { UnknownTag } from '../../../types.ts'
import type { Writer } from '../../../writer.ts'

export interface DefaultPrincipalData {
  type: string
  name: string
  tokenAuthenticated: boolean
  unknownTags?: readonly UnknownTag[]
}

export interface DefaultPrincipalDataInit {
  type: string
  name: string
  tokenAuthenticated: boolean
  unknownTags?: readonly UnknownTag[]
}

function readDefaultPrincipalData(r: Reader, ver: number): DefaultPrincipalData {
  const type = r.string(true)
  const name = r.string(true)
  const tokenAuthenticated = r.bool()
  let unknownTags: UnknownTag[] | undefined
  for (let left = r.tags(); left > 0; left--) {
    const tag = r.uvarint()
    const outer = r.enter(r.uvarint())
    unknownTags = r.unknownTag(unknownTags, tag)
    r.leave(outer)
  }
  return unknownTags ? { type, name, tokenAuthenticated, unknownTags } : { type, name, tokenAuthenticated }
}

function writeDefaultPrincipalData(w: Writer, v: DefaultPrincipalDataInit, ver: number): void {
  w.string(v.type, true)
  w.string(v.name, true)
  w.bool(v.tokenAuthenticated)
  w.uvarint(v.unknownTags?.length ?? 0)
  w.unknownTags(v.unknownTags)
}

/** DefaultPrincipalData */
export const DefaultPrincipalData: Message<DefaultPrincipalData, DefaultPrincipalDataInit> = {
  name: 'DefaultPrincipalData',
  min: 0,
  max: 0,
  flexibleFrom: 0,
  read: readDefaultPrincipalData,
  write: writeDefaultPrincipalData,
}
