import { apiTokenBodyLength, apiTokenPrefix } from '@/shared/token-format'

const forms = new RegExp(
  `${apiTokenPrefix}[0-9A-Za-z]{${apiTokenBodyLength}}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+`,
  'g',
)

/**
 * Returns what has the form of a token in a pasted text, such as a line of a configuration; the
 * whole text where nothing has. Empty for a text without any.
 */
export function tokensIn(text: string): string[] {
  const whole = text.trim()
  const found = [...new Set(whole.match(forms) ?? [whole])]
  return found.filter((token) => token !== '')
}
