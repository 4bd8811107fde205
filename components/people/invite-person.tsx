'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { PlusIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { Text } from '@/components/ui/text'
import { type InvitationAnswer, linkOf } from './one-time-link'
import { OneTimeLinkDialog } from './one-time-link-dialog'
import { copyLinkId } from './one-time-link-field'
import { GroupsField, RoleField } from './person-fields'
import { usePersonForm } from './use-person-form'

interface Invitation extends InvitationAnswer {
  email: string
}

export function InviteButton() {
  const t = useTranslations('people')
  const [isOpen, setOpen] = useState(false)
  const [invitation, setInvitation] = useState<Invitation | null>(null)

  function end() {
    setOpen(false)
    setInvitation(null)
  }

  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <PlusIcon />
        <Text>{t('invite')}</Text>
      </Button>
      {isOpen && !invitation && <InviteDialog onInvited={setInvitation} onCancel={end} />}
      {invitation && (
        <OneTimeLinkDialog
          kind="invitation"
          link={linkOf(invitation)}
          name={invitation.email}
          email={invitation.email}
          onDismiss={end}
        />
      )}
    </>
  )
}

interface InviteDialogProps {
  onInvited: (invitation: Invitation) => void
  onCancel: () => void
}

function InviteDialog({ onInvited, onCancel }: InviteDialogProps) {
  const t = useTranslations('people')
  const refresh = useRefresh()
  const { form, errors, sending, submit } = usePersonForm<Invitation>({
    method: 'POST',
    path: '/api/v1/users',
    check: ({ email }) => (email ? {} : { email: t('emailMissing') }),
    onDone: (invitation) => {
      onInvited(invitation)
      refresh({ toast: t('invited', { name: invitation.email }), focus: copyLinkId })
    },
  })
  const cancel = () => !sending && onCancel()
  return (
    <Dialog
      title={t('inviteTitle')}
      description={<p className="mt-1.5 text-muted">{t('inviteAbout')}</p>}
      onDismiss={cancel}
    >
      <Form ref={form} onSubmit={submit} className="mt-4">
        <div className="grid gap-4">
          <Field
            name="email"
            type="email"
            label={t('email')}
            error={errors.email}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <RoleField kind="person" chosen="member" />
          <GroupsField groups={[]} error={errors.groups} />
        </div>
        <DialogEnd
          error={errors.form}
          busy={sending}
          label={sending ? t('inviting') : t('invite')}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}
