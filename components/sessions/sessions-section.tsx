import { sessionsHeadingId } from '@/components/focus-targets'
import { Card } from '@/components/ui/card'
import { Note } from '@/components/ui/notices'
import { SectionHeading } from '@/components/ui/section-heading'
import { getTranslations } from '@/lib/i18n/server'
import type { SessionRow } from '@/shared/session-row'
import { SessionTable } from './session-table'
import { SignOutOthersButton } from './sign-out-others-button'

export async function SessionsSection({ sessions }: { sessions: SessionRow[] }) {
  const t = await getTranslations('sessions')
  const isAlone = sessions.every((session) => session.is_current)
  return (
    <section aria-labelledby={sessionsHeadingId}>
      <SectionHeading
        id={sessionsHeadingId}
        focusable
        title={t('title')}
        about={t('about')}
        action={!isAlone && <SignOutOthersButton />}
      />
      <Card>
        <SessionTable sessions={sessions} />
        {isAlone && <Note>{t('onlyThisOne')}</Note>}
      </Card>
    </section>
  )
}
