/**
 * A typed line as words: blanks part them, quotes of both kinds hold them together, a backslash takes the next character as it
 * is. Nothing is refused: a quote that is not closed ends with the line. Source: jline's `DefaultParser`, as Kafka uses it.
 */
export function wordsOf(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!
    if (char === '\\' && i + 1 < line.length) word = (word ?? '') + line[++i]
    else if (char === quote) quote = undefined
    else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char
      word ??= ''
    } else if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  return word === undefined ? words : [...words, word]
}

/** With the empty word that is begun behind a blank: what TAB is asked about. */
export const begunWords = (line: string): string[] => (/(^|\s)$/.test(line) ? [...wordsOf(line), ''] : wordsOf(line))
