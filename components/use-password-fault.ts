'use client'

import { useLocale, useTranslations } from 'use-intl'
import { formatList } from '@/lib/i18n/format'
import { type GuessedWord, guessedWords, lengthFault } from '@/shared/password-policy'

/**
 * Explains in the user's language why a new password was refused. The server decides; this only
 * explains.
 */
export function usePasswordFault(): (password: string, email: string) => string {
  const t = useTranslations('password')
  const locale = useLocale()
  const nameOf = (word: GuessedWord) => (word === 'email' ? t('emailParts') : t('word', { word }))
  return (password, email) => {
    const fault = lengthFault(password)
    if (fault) return t(fault)
    const words = guessedWords(password, email).map(nameOf)
    return words.length > 0 ? t('guessable', { words: formatList(words, locale) }) : t('tooCommon')
  }
}
