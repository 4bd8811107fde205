import type { ReactNode } from 'react'
import { BlankCounter } from './brand-mark'

interface MessagePageProps {
  title: string
  text: string
  children: ReactNode
}

/** A full page with a single message and a way to continue. */
export function MessagePage({ title, text, children }: MessagePageProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="grid max-w-[46ch] justify-items-center gap-2 text-center">
        <BlankCounter />
        <h1 className="mt-3 text-xl font-semibold">{title}</h1>
        <p className="mb-4 text-muted">{text}</p>
        {children}
      </div>
    </main>
  )
}
