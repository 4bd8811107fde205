'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { PreviousSecret } from '@/components/rotation/previous-secret'
import { RotateButton } from '@/components/rotation/rotate-button'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FieldError } from '@/components/ui/notices'
import { InlineCode, isolated, Text } from '@/components/ui/text'
import { Announcer } from '@/components/ui/toaster'
import { ActDialog } from './act-dialog'
import { CopyMachineToken, copyMachineTokenId } from './copy-machine-token'
import { type Named, nameOf } from './name-of'
import { useMachineToken } from './use-machine-token'
import { usePeopleCall } from './use-people-call'

export const createTokenId = 'create-machine-token'

const inlineCode = (code: ReactNode) => <InlineCode>{code}</InlineCode>

interface MachineTokenDialogProps {
  machine: Named
  hasToken: boolean
  onEnd: () => void
}

/** The token of a machine: create it, then copy, rotate or delete it. */
export function MachineTokenDialog({ machine, hasToken, onEnd }: MachineTokenDialogProps) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const [has, setHas] = useState(hasToken)
  const [isDeleting, setDeleting] = useState(false)
  const name = nameOf(machine)
  const path = `/api/v1/users/${machine.id}/token`
  const { token, read } = useMachineToken(path, has)
  return (
    <Dialog
      title={<Text>{t.rich('machineTokenTitle', { name, bdi: isolated })}</Text>}
      description={
        <p className="mt-1.5 text-muted [overflow-wrap:anywhere]">
          <Text>
            {has
              ? t.rich('machineTokenSome', { name, bdi: isolated, code: inlineCode })
              : t('machineTokenNone', { name })}
          </Text>
        </p>
      }
      onDismiss={onEnd}
    >
      {has ? (
        <div className="mt-4 flex flex-wrap gap-2.5 max-md:*:flex-1">
          <CopyMachineToken id={machine.id} onGone={() => setHas(false)} />
          <RotateButton
            path={path}
            name={name}
            copyButton={copyMachineTokenId}
            size="normal"
            inProgress={!!token?.previous_ends_at}
            onRotated={read}
          />
          <Button variant="danger" aria-haspopup="dialog" onClick={() => setDeleting(true)}>
            {common('delete')}
          </Button>
        </div>
      ) : (
        <CreateToken machine={machine} onCreated={() => setHas(true)} onEnd={onEnd} />
      )}
      {has && token?.previous_ends_at && (
        <div className="mt-4 border-t border-line pt-4">
          <PreviousSecret path={path} token={token} onEnded={read} />
        </div>
      )}
      <div className="mt-5 flex justify-end max-md:*:flex-1">
        <Button onClick={onEnd}>{common('close')}</Button>
      </div>
      {isDeleting && (
        <ActDialog
          act="delete_token"
          person={machine}
          isSelf={false}
          onEnd={() => setDeleting(false)}
          onDone={onEnd}
        />
      )}
      <Announcer />
    </Dialog>
  )
}

interface CreateTokenProps {
  machine: Named
  onCreated: () => void
  onEnd: () => void
}

function CreateToken({ machine, onCreated, onEnd }: CreateTokenProps) {
  const t = useTranslations('people')
  const tokens = useTranslations('tokens')
  const { error, busy, call, refresh } = usePeopleCall(machine, onEnd)

  function create() {
    call({ method: 'POST', path: '/token', body: { name: machine.display_name } }, () => {
      onCreated()
      refresh({ toast: tokens('created'), focus: copyMachineTokenId })
    })
  }

  return (
    <div className="mt-4 grid justify-items-start gap-3">
      <Button
        id={createTokenId}
        variant="primary"
        onClick={create}
        inactive={busy}
        className="max-md:w-full"
      >
        {busy ? t('creatingToken') : t('createToken')}
      </Button>
      {error && <FieldError>{error}</FieldError>}
    </div>
  )
}
