import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { tokensIn } from '@/components/found/tokens-in'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'

const token = makeApiTokenSecret(randomBytes)
const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_'

test.each([
  [token, [token]],
  [` ${token}\n`, [token]],
  [`{"headers": {"xc-token": "${token}"}}`, [token]],
  [`Authorization: Bearer ${jwt}`, [jwt]],
  [`A=${token} B=${jwt} C=${token}`, [token, jwt]],
  ['something else', ['something else']],
  [' \n', []],
])(
  'what has the form of a token is found, and otherwise the whole text is taken',
  (text, found) => {
    expect(tokensIn(text)).toEqual(found)
  },
)
