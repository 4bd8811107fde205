import type { ReactNode } from 'react'

/**
 * A name within a sentence. Right-to-left text or direction marks in it do not affect what follows,
 * and it is not translated.
 */
export const isolated = (name: ReactNode) => <bdi translate="no">{name}</bdi>
