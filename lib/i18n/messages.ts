import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import type { Language } from '@/shared/preferences'

/** English is the reference catalogue: compilation fails unless French has the same keys. */
export type Messages = typeof en
export type Namespace = keyof Messages

export const catalogues: Record<Language, Messages> = { en, fr }

export function pickMessages(
  messages: Messages,
  namespaces: readonly Namespace[],
): Partial<Messages> {
  return Object.fromEntries(namespaces.map((namespace) => [namespace, messages[namespace]]))
}
