import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { settingNames } from '@/lib/config/settings'

/* The settings in docs/settings.md and .env.example. */

/** systemd sets these itself. */
const setBySystemd = ['LISTEN_FDS', 'LISTEN_PID']

const known = settingNames.filter((name) => !setBySystemd.includes(name)).toSorted()

test('the table of settings lists every setting, and no other', () => {
  const rows = readFileSync('docs/settings.md', 'utf8').matchAll(/^\| (`[A-Z_`, ]+`) /gm)
  const listed = [...rows].flatMap(([, names = '']) => names.replaceAll('`', '').split(', '))
  expect(listed.toSorted()).toEqual(known)
})

test('the example of a settings file names every setting', () => {
  const example = readFileSync('.env.example', 'utf8')
  const isNamed = (name: string) => new RegExp(`\\b${name}\\b`).test(example)
  expect(known.filter((name) => !isNamed(name))).toEqual([])
})
