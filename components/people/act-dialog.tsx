'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { AlertIcon } from '@/components/icons'
import { Dialog } from '@/components/ui/dialog'
import { isolated } from '@/components/ui/isolated'
import { Text } from '@/components/ui/text'
import { type Act, callOf } from './acts'
import { DialogEnd } from './dialog-end'
import { manageButtonId, peopleHeadingId } from './ids'
import { type Named, nameOf } from './name-of'
import { usePeopleCall } from './use-people-call'

interface ActDialogProps {
  act: Act
  person: Named
  isSelf: boolean
  onEnd: () => void
  /** Called besides, once it is done. */
  onDone?: () => void
}

/** Names the user, says what stops, and asks. */
export function ActDialog({ act, person, isSelf, onEnd, onDone }: ActDialogProps) {
  const t = useTranslations('people')
  const { error, busy, call, refresh } = usePeopleCall(person, onEnd)
  const [erases, setErases] = useState(false)
  const name = nameOf(person)
  const cancel = () => !busy && onEnd()

  function confirm() {
    const { path = '', ...rest } = callOf[act]
    call({ ...rest, path: erases ? '?erase=true' : path }, () => {
      const focus = act === 'delete' ? peopleHeadingId : manageButtonId(person.id)
      refresh({ toast: t(`act.${act}.done`, { name }), focus })
      onEnd()
      onDone?.()
    })
  }

  const warning = t(`act.${act}.warning`, { name, kind: person.kind })
  return (
    <Dialog
      title={<Text>{t.rich(`act.${act}.title`, { name, bdi: isolated })}</Text>}
      description={
        <>
          {name !== person.email && person.kind === 'person' && (
            <p translate="no" className="mt-0.5 text-muted">
              {person.email}
            </p>
          )}
          <Warning isDangerous={act !== 'enable'}>
            {isSelf ? `${t('ownAccount')} ${warning}` : warning}
          </Warning>
        </>
      }
      onDismiss={cancel}
    >
      {act === 'delete' && person.kind === 'person' && (
        <label className="mt-4 flex gap-2.5">
          <input
            type="checkbox"
            checked={erases}
            onChange={(event) => setErases(event.target.checked)}
            className="mt-0.5 size-4.5 shrink-0 accent-ink"
          />
          <Text>{t('erase')}</Text>
        </label>
      )}
      <DialogEnd
        error={error}
        busy={busy}
        label={busy ? t(`act.${act}.busy`) : t(`act.${act}.action`)}
        variant={act === 'enable' ? 'primary' : 'danger-solid'}
        onConfirm={confirm}
        onCancel={cancel}
      />
    </Dialog>
  )
}

function Warning({ isDangerous, children }: { isDangerous: boolean; children: string }) {
  if (!isDangerous) return <p className="mt-1.5 text-muted">{children}</p>
  return (
    <p className="mt-3 flex gap-2 rounded-m bg-danger-soft px-3 py-2.5 text-danger">
      <AlertIcon className="mt-0.5" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}
