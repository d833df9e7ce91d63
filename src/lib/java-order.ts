/**
 * The order in which Java's HashMap gives its keys. Some of what is printed or written is in it, byte for byte.
 * Source: java.util.HashMap (spread hash, doubling at three quarters), String.hashCode. Not here: trees of colliding keys,
 * which only need more than eight in a bucket.
 */
const SMALLEST = 16

/**
 * @param keyOf the key, a text; or what Java's hashCode() is of it
 * @param capacity what the map was made for; a default one holds 12 before it grows
 */
export function hashMapOrder<T>(items: readonly T[], keyOf: (item: T) => string | number, capacity = SMALLEST): T[] {
  let size = 1
  while (size < capacity) size *= 2
  while (items.length > size * 0.75) size *= 2
  const bucketOf = (item: T) => {
    const key = keyOf(item)
    const hash = typeof key === 'string' ? hashCode(key) : key
    return (hash ^ (hash >>> 16)) & (size - 1)
  }
  return items
    .map(item => ({ item, bucket: bucketOf(item) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ item }) => item)
}

/** String.hashCode */
export function hashCode(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
