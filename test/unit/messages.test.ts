import { expect, test } from 'vitest'
import english from '@/messages/en.json'
import french from '@/messages/fr.json'
import { type MessageTree, texts } from '@/test/support/messages'

const inEnglish = texts(english as MessageTree)
const inFrench = texts(french as MessageTree)

test('both languages have the same messages', () => {
  expect([...inFrench.keys()].sort()).toEqual([...inEnglish.keys()].sort())
})

test('a message uses the same values in both languages', () => {
  const values = (text = '') =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort()
  for (const [key, text] of inEnglish)
    expect([key, values(inFrench.get(key))]).toEqual([key, values(text)])
})

test('French puts a narrow space before its high punctuation', () => {
  for (const [key, text] of inFrench)
    expect([key, /\p{L}[?!;:»](?=\s|$)| [?!;:»]/u.test(text)]).toEqual([key, false])
})
