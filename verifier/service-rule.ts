import type { ServiceRule } from '@/verifier/store'

/**
 * Reads a rule as the database stores it. Any other access admits nobody.
 * @param groups names, separated by line breaks; null for none
 */
export function toRule(access: string, groups: string | null): ServiceRule {
  return { access: access === 'everyone' ? 'everyone' : 'groups', groups: new Set(toNames(groups)) }
}

/** Shared, because most users are in no group. */
const none: readonly string[] = []

/** @param text names, separated by line breaks; null for none */
export const toNames = (text: string | null): readonly string[] => (text ? text.split('\n') : none)
