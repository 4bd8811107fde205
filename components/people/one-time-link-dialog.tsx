'use client'

import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { isolated, Text } from '@/components/ui/text'
import { ExactTime } from '@/components/ui/time'
import { Announcer } from '@/components/ui/toaster'
import type { LinkKind } from './link-dialog'
import type { OneTimeLink } from './one-time-link'
import { OneTimeLinkField } from './one-time-link-field'

interface OneTimeLinkDialogProps {
  kind: LinkKind
  link: OneTimeLink
  name: string
  email: string
  onDismiss: () => void
}

/** The link, with Copy, how long it works, and whether it was sent. */
export function OneTimeLinkDialog({ kind, link, name, email, onDismiss }: OneTimeLinkDialogProps) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  return (
    <Dialog
      title={<Text>{t.rich(`link.${kind}.doneTitle`, { name, bdi: isolated })}</Text>}
      description={
        <p className="mt-1.5 text-muted">
          <Text>
            {link.isSent ? t.rich('linkSent', { email, bdi: isolated }) : t('linkByHand')}
          </Text>
        </p>
      }
      onDismiss={onDismiss}
    >
      <OneTimeLinkField url={link.url} label={t(`link.${kind}.label`)} />
      <p className="mt-3 text-sm text-muted">
        <Text>{t.rich('linkUntil', { time: () => <ExactTime at={link.expiresAt} /> })}</Text>
      </p>
      <div className="mt-5 flex justify-end max-md:*:flex-1">
        <Button onClick={onDismiss}>{common('close')}</Button>
      </div>
      <Announcer />
    </Dialog>
  )
}
