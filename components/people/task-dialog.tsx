'use client'

import type { PersonRow } from '@/shared/person-row'
import { ActDialog } from './act-dialog'
import type { Act } from './acts'
import { EditPerson } from './edit-person'
import { LinkDialog, type LinkKind } from './link-dialog'
import { MachineTokenDialog } from './machine-token-dialog'

/** An item of a user's menu. */
export type Task = 'edit' | 'machine_token' | LinkKind | Act

interface TaskDialogProps {
  task: Task
  person: PersonRow
  isSelf: boolean
  onEnd: () => void
}

export function TaskDialog({ task, person, isSelf, onEnd }: TaskDialogProps) {
  switch (task) {
    case 'edit':
      return <EditPerson person={person} onEnd={onEnd} />
    case 'machine_token':
      return <MachineTokenDialog machine={person} hasToken={person.has_token} onEnd={onEnd} />
    case 'invitation':
    case 'reset':
      return <LinkDialog kind={task} person={person} onEnd={onEnd} />
    default:
      return <ActDialog act={task} person={person} isSelf={isSelf} onEnd={onEnd} />
  }
}
