import type { ReactNode } from 'react'

/** A name within a sentence: however it is written, right to left or with marks that turn text around, what follows stays in its place, and it is not translated. */
export const isolated = (name: ReactNode) => <bdi translate="no">{name}</bdi>
