import type { ReactNode } from 'react'

export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return (
    <div className={`overflow-hidden rounded-l border border-line bg-surface ${className}`}>
      {children}
    </div>
  )
}
