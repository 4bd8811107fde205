import type en from '@/messages/en.json'
import { apiTokenBodyLength, apiTokenPrefix } from '@/shared/token-format'

/*
 * Finds mistakes in a text that was meant to be a token. Only the public form of tokens is checked,
 * so that the result is the same for an existing token and for an unknown one. The API and the
 * pages use the same texts, `mistake` in messages. The text is untrusted: each pattern runs in time
 * proportional to its length.
 */

export type Mistake = keyof typeof en.mistake

export interface TokenText {
  /** The kind of token that the text is, or is a part of. */
  kind: 'api_token' | 'auth_token' | null
  mistakes: Mistake[]
}

/** Longer than any token together with text that people copy along with it. */
const maxLength = 4096

const apiToken = new RegExp(`${apiTokenPrefix}[0-9A-Za-z]{${apiTokenBodyLength}}(?![0-9A-Za-z])`)
/** A JWT with a signature of Ed25519's length, also after an escaped line break. */
const authToken = /(?<=^|[^\w.-]|\\[nrt])eyJ[\w-]+\.[\w-]+\.[\w-]{86}(?![\w-])/

const blank = /\s|\p{Cf}|\\[nrt]/gu
const quotes = /["'`“”„‘’‚«»‹›]/g
const brackets = /[<>()[\]{}]/g

/**
 * @returns no mistakes if the text has the form of a token, whether or not the token exists, or if
 * no mistake is recognised
 */
export function inspectToken(text: string): TokenText {
  if (text.length > maxLength) return { kind: null, mistakes: [] }
  const whole = findWhole(text)
  if (whole) return { kind: whole.kind, mistakes: mistakesAround(whole) }
  const found = within.find(([, isIt]) => isIt(text))
  return { kind: kindOfPart(text), mistakes: found ? [found[0]] : [] }
}

interface Whole {
  kind: 'api_token' | 'auth_token'
  before: string
  after: string
}

function findWhole(text: string): Whole | null {
  const [api, auth] = [apiToken.exec(text), authToken.exec(text)]
  const match = api && auth ? (api.index < auth.index ? api : auth) : (api ?? auth)
  if (!match) return null
  const before = text.slice(0, match.index)
  const after = text.slice(match.index + match[0].length)
  return { kind: match === api ? 'api_token' : 'auth_token', before, after }
}

function mistakesAround({ before, after }: Whole): Mistake[] {
  if (findWhole(after)) return ['several']
  const around = before + after
  const rest = after.replace(quotes, '').replace(brackets, '').trim()
  const checks: [Mistake, boolean][] = [
    ['quoted', around.search(quotes) >= 0],
    ['bracketed', around.search(brackets) >= 0],
    ['scheme', /bearer|(?:^|[^\w-])(?:basic|token|api-?key|jwt)\s/i.test(before)],
    ['named', /[=:]/.test(before)],
    ['followed', rest !== ''],
  ]
  const found = checks.filter(([, isIt]) => isIt).map(([mistake]) => mistake)
  return found.length === 0 && around !== '' ? ['alone'] : found
}

const isPart = (text: string) => /jtn_|eyJ/.test(text)

/** Checks for a text that contains no whole token. The first match is reported. */
const within: [Mistake, (text: string) => boolean][] = [
  ['empty', (text) => text.replace(quotes, '').trim() === ''],
  ['split', (text) => findWhole(text.replace(blank, '')) !== null],
  ['cookie', (text) => /(?<![\w.-])eyJ[\w-]*(?:\.[\w-]*){4}/.test(text)],
  ['shortened', (text) => isPart(text) && /…|\.{2}|\*{2}|•/.test(text)],
  ['encoded', (text) => /jtn%5f|anRuX|ZXlK/i.test(text) || /(?<![\w-])eyJ[\w-]+%2e/i.test(text)],
  [
    'foreign',
    (text) => /(?<![\w.-])eyJ[\w-]*\.[\w-]+\.(?:[\w-]{87,}|[\w-]{43}(?![\w-]))/.test(text),
  ],
  [
    'long',
    (text) => new RegExp(`${apiTokenPrefix}[0-9A-Za-z]{${apiTokenBodyLength + 1}}`).test(text),
  ],
  ['short', isPart],
  ['letterCase', (text) => /jtn_/i.test(text)],
  ['id', (text) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.test(text)],
  ['placeholder', (text) => placeholder.test(text.replace(quotes, ''))],
]

/** An unsubstituted variable, or the text that programs print for a missing value. */
const placeholder =
  /^\W*(?:\$|%\w+%|\{\{|your\b|(?:undefined|null|none|nil|object \w+|(?:\w+[-_ ])?token)\W*$)/i

function kindOfPart(text: string): TokenText['kind'] {
  if (/jtn_|anRuX/i.test(text)) return 'api_token'
  return /eyJ|ZXlK/.test(text) ? 'auth_token' : null
}
