import type net from 'node:net'

/** What is written to `socket` in this turn of the event loop leaves in one writev, at its end. */
export function corkTurn(socket: net.Socket): void {
  if (socket.writableCorked > 0) return
  socket.cork()
  process.nextTick(() => socket.uncork())
}
