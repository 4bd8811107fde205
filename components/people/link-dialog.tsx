'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { isolated, Text } from '@/components/ui/text'
import type { PersonRow } from '@/shared/person-row'
import { nameOf } from './name-of'
import {
  type InvitationAnswer,
  linkOf,
  type OneTimeLink,
  type ResetLinkAnswer,
} from './one-time-link'
import { OneTimeLinkDialog } from './one-time-link-dialog'
import { copyLinkId } from './one-time-link-field'
import { usePeopleCall } from './use-people-call'

/** An invitation of somebody who has not joined yet, or a link to choose a new password. */
export type LinkKind = 'invitation' | 'reset'

const paths: Record<LinkKind, string> = {
  invitation: '/resend-invite',
  reset: '/generate-reset-url',
}

interface LinkDialogProps {
  kind: LinkKind
  person: PersonRow
  onEnd: () => void
}

/** Asks first, because an earlier link ends; then shows the new one. */
export function LinkDialog({ kind, person, onEnd }: LinkDialogProps) {
  const t = useTranslations('people')
  const { error, busy, call, refresh } = usePeopleCall(person, onEnd)
  const [link, setLink] = useState<OneTimeLink | null>(null)
  const name = nameOf(person)
  const cancel = () => !busy && onEnd()

  function make() {
    call<InvitationAnswer | ResetLinkAnswer>({ method: 'POST', path: paths[kind] }, (answer) => {
      setLink(linkOf(answer))
      refresh({ toast: t(`link.${kind}.done`), focus: copyLinkId })
    })
  }

  if (link)
    return (
      <OneTimeLinkDialog
        kind={kind}
        link={link}
        name={name}
        email={person.email}
        onDismiss={onEnd}
      />
    )
  return (
    <Dialog
      title={<Text>{t.rich(`link.${kind}.title`, { name, bdi: isolated })}</Text>}
      description={<p className="mt-1.5 text-muted">{t(`link.${kind}.text`, { name })}</p>}
      onDismiss={cancel}
    >
      <DialogEnd
        error={error}
        busy={busy}
        label={busy ? t('makingLink') : t(`link.${kind}.action`)}
        onConfirm={make}
        onCancel={cancel}
      />
    </Dialog>
  )
}
