'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { CheckIcon } from '@/components/icons'
import { Text } from '@/components/ui/text'

export type StepState = 'done' | 'next' | 'later'

interface StepProps {
  number: number
  state: StepState
  title: string
  text: ReactNode
  children: ReactNode
}

const markers: Record<StepState, string> = {
  done: 'border-brass bg-accent-soft text-accent',
  next: 'border-ink bg-ink text-on-ink',
  later: 'border-line-strong text-muted',
}

export function Step({ number, state, title, text, children }: StepProps) {
  const t = useTranslations('home')
  return (
    <li
      aria-current={state === 'next' ? 'step' : undefined}
      className="group grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-4 max-md:gap-x-3"
    >
      <div className="flex flex-col items-center" aria-hidden="true">
        <span
          className={`grid size-7 place-items-center rounded-full border text-sm font-semibold ${markers[state]}`}
        >
          {state === 'done' ? <CheckIcon /> : number}
        </span>
        <span className="w-px grow bg-line group-last:hidden" />
      </div>
      <div className="pt-0.5 pb-8 group-last:pb-0">
        <h2 className="text-lg font-semibold">
          <Text>{`${title} `}</Text>
          <span className="sr-only">{`(${t(state)})`}</span>
        </h2>
        <p className="max-w-[72ch] text-muted [overflow-wrap:anywhere]">{text}</p>
        <div className="mt-3 empty:hidden">{children}</div>
      </div>
    </li>
  )
}
