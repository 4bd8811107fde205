import type { ReactNode } from 'react'
import { BrandMark } from '@/components/brand-mark'
import { FreshDocument } from '@/components/shell/fresh-document'

interface AuthCardProps {
  title: ReactNode
  text?: string | undefined
  children: ReactNode
}

export function AuthCard({ title, text, children }: AuthCardProps) {
  return (
    <main className="grid min-h-[calc(100dvh-var(--bar))] content-center justify-items-center px-4 py-10">
      <FreshDocument />
      <BrandMark className="size-10" />
      <h1 className="mt-4 text-center text-xl font-semibold text-balance">{title}</h1>
      {text && <p className="mt-1 max-w-[44ch] text-center text-balance text-muted">{text}</p>}
      <div className="mt-6 grid w-full max-w-90 gap-5 rounded-xl border border-line bg-surface p-6 max-md:p-5">
        {children}
      </div>
    </main>
  )
}
