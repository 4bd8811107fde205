'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { manageButtonId, peopleHeadingId } from '@/components/focus-targets'
import { Checkbox } from '@/components/ui/checkbox-and-radio'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Warning } from '@/components/ui/notices'
import { isolated, Text } from '@/components/ui/text'
import { type Act, callOf } from './acts'
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
          {act === 'enable' ? (
            <p className="mt-1.5 text-muted">{warning}</p>
          ) : (
            <Warning>{isSelf ? `${t('ownAccount')} ${warning}` : warning}</Warning>
          )}
        </>
      }
      onDismiss={cancel}
    >
      {act === 'delete' && person.kind === 'person' && (
        <div className="mt-4">
          <Checkbox checked={erases} onChange={(event) => setErases(event.target.checked)}>
            <Text>{t('erase')}</Text>
          </Checkbox>
        </div>
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
