/** The live view of `top`: ink, loaded by this file's user only, so that no other command pays for it. */
import { useEffect, useState } from 'react'
import type { Frame, Order } from './frame.ts'
import { orders, sorted } from './frame.ts'
import { groupTable, linesOf, type Table, topicTable } from './lines.ts'

type Ink = typeof import('ink')

export interface TopProps {
  ink: Ink
  /** What the frames are of, for the first line. */
  title: string
  /** The next look. @throws what is shown until one succeeds again */
  next: () => Promise<Frame>
  intervalMs: number
  /** Lines of the terminal. */
  height: number
}

const keys: Readonly<Record<string, Order>> = { i: 'in', o: 'out', s: 'size', l: 'lag', n: 'name' }

export function Top({ ink, title, next, intervalMs, height }: TopProps) {
  const { Box, Text, useApp, useInput } = ink
  const { exit } = useApp()
  const [frame, setFrame] = useState<Frame>()
  const [trouble, setTrouble] = useState('')
  const [order, setOrder] = useState<Order>('in')
  const [reversed, setReversed] = useState(false)
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined
    let over = false
    const look = async () => {
      try {
        setFrame(await next())
        setTrouble('')
      } catch (error) {
        setTrouble((error as Error).message)
      }
      if (!over) timer = setTimeout(look, intervalMs)
    }
    void look()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [next, intervalMs])
  useInput((input, key) => {
    if (input === 'q' || key.escape) exit()
    else if (input === 'r') setReversed(!reversed)
    else if (keys[input]) setOrder(keys[input])
  })
  const shown = frame && sorted(frame, order, reversed)
  // The first line, two heads, an empty line, and the keys.
  const room = Math.max(2, height - 6)
  const groups = shown ? groupTable(shown) : undefined
  const groupRoom = Math.min(groups?.rows.length ?? 0, Math.ceil(room / 2))
  return (
    <Box flexDirection="column">
      <Text>
        <Text bold>{title}</Text>
        {trouble === '' ? '' : <Text color="red">{`  ${trouble}`}</Text>}
      </Text>
      {shown && <Rows ink={ink} table={topicTable(shown)} room={room - groupRoom} />}
      <Text> </Text>
      {groups && <Rows ink={ink} table={groups} room={groupRoom} />}
      <Text dimColor>
        {`by ${order}${reversed ? ', reversed' : ''}   ${orders.map(each => `${each[0]} ${each}`).join('  ')}  r reverse  q quit`}
      </Text>
    </Box>
  )
}

function Rows({ ink: { Box, Text }, table, room }: { ink: Ink; table: Table; room: number }) {
  const [head, ...rows] = linesOf(table)
  const hidden = rows.length - room
  return (
    <Box flexDirection="column">
      <Text inverse>{head}</Text>
      {rows.slice(0, hidden > 0 ? room - 1 : room).map(line => (
        <Text key={line} wrap="truncate">
          {line}
        </Text>
      ))}
      {hidden > 0 && <Text dimColor>{`and ${hidden + 1} more`}</Text>}
    </Box>
  )
}
