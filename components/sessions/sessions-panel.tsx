'use client'

import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Card } from '@/components/ui/card'
import { Note } from '@/components/ui/note'
import { SectionHeading } from '@/components/ui/section-heading'
import { useNotifier } from '@/components/ui/toaster'
import { useRows } from '@/components/use-rows'
import type { SessionRow } from '@/shared/session-row'
import { SessionTable } from './session-table'
import { SignOutOthersButton } from './sign-out-others-button'

export function SessionsPanel({ sessions: fromServer }: { sessions: SessionRow[] }) {
  const t = useTranslations('sessions')
  const { sessions, heading, keep } = useSessionList(fromServer)
  const isAlone = sessions.every((session) => session.is_current)
  return (
    <section aria-labelledby="sessions-heading">
      <SectionHeading
        id="sessions-heading"
        headingRef={heading}
        title={t('title')}
        about={t('about')}
        action={
          !isAlone && (
            <SignOutOthersButton
              onDone={() => keep((session) => session.is_current, t('othersSignedOut'))}
            />
          )
        }
      />
      <Card>
        <SessionTable
          sessions={sessions}
          onSignedOut={(id) => keep((session) => session.id !== id, t('signedOut'))}
          onEnded={(id) => keep((session) => session.id !== id, t('alreadyEnded'))}
        />
        {isAlone && <Note>{t('onlyThisOne')}</Note>}
      </Card>
    </section>
  )
}

function useSessionList(fromServer: SessionRow[]) {
  const { toast } = useNotifier()
  const heading = useRef<HTMLHeadingElement>(null)
  const { rows: sessions, show } = useRows(fromServer)

  /** The pressed button is removed with its row, so the heading receives focus. */
  function keep(stays: (session: SessionRow) => boolean, words: string) {
    show((rows) => rows.filter(stays))
    heading.current?.focus()
    toast(words)
  }

  return { sessions, heading, keep }
}
