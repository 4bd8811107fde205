'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { manageButtonId } from '@/components/focus-targets'
import { ChevronRightIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Menu } from '@/components/ui/menu/menu'
import { MenuItem, MenuLink, MenuProvider, MenuSeparator } from '@/components/ui/menu/menu-items'
import { MenuPopover } from '@/components/ui/menu/menu-popover'
import { useMenu } from '@/components/ui/menu/use-menu'
import { Text } from '@/components/ui/text'
import type { PersonRow } from '@/shared/person-row'
import { type Act, actsFor } from './acts'
import { nameOf } from './name-of'
import { type Task, TaskDialog } from './task-dialog'

interface PersonMenuProps {
  person: PersonRow
  isSelf: boolean
  /** Whether anybody signs in with a password. */
  takesPasswords: boolean
}

/** The actions on a user: a menu, and the dialog of the item that was chosen. */
export function PersonMenu({ person, isSelf, takesPasswords }: PersonMenuProps) {
  const t = useTranslations('people')
  const { root, button, opened, toggle, openByArrow, close, back } = useMenu()
  const [task, setTask] = useState<Task | null>(null)

  /** Focus is on the button before the dialog opens, which returns it there. */
  function choose(next: Task) {
    close()
    setTask(next)
  }

  const item = (next: Task, label: string) => (
    <MenuItem
      key={next}
      aria-haspopup="dialog"
      onClick={() => choose(next)}
      className={next === 'delete' ? 'text-danger!' : ''}
    >
      {label}
    </MenuItem>
  )
  const act = (next: Act) => item(next, t(`act.${next}.item`))
  const name = nameOf(person)
  const acts = actsFor(person, { isSelf })

  return (
    <div ref={root}>
      <Button
        ref={button}
        id={manageButtonId(person.id)}
        size="small"
        aria-haspopup="menu"
        aria-expanded={opened !== null}
        aria-label={t('manageWhom', { name })}
        onClick={toggle}
        onKeyDown={openByArrow}
        className="@max-2xl:-mr-2.5 @max-2xl:border-transparent @max-2xl:bg-transparent"
      >
        <Text>{t('manage')}</Text>
        <ChevronRightIcon className="rotate-90 text-muted" />
      </Button>
      {opened && (
        <MenuProvider value={close}>
          <MenuPopover button={button}>
            <Menu
              label={t('manageWhom', { name })}
              focus={opened}
              onBack={back}
              className="min-w-52 max-w-[calc(100vw-1rem)] animate-rise"
            >
              {item('edit', t('edit'))}
              {person.kind === 'machine' && item('machine_token', t('machineToken'))}
              {isSelf && <MenuLink href="/account/security">{t('ownSecurity')}</MenuLink>}
              {takesPasswords &&
                !isSelf &&
                person.kind === 'person' &&
                person.state === 'active' &&
                item('reset', t('link.reset.item'))}
              {person.state === 'invited' && item('invitation', t('link.invitation.item'))}
              {acts.slice(0, -2).map(act)}
              <MenuSeparator />
              {acts.slice(-2).map(act)}
            </Menu>
          </MenuPopover>
        </MenuProvider>
      )}
      {task && (
        <TaskDialog task={task} person={person} isSelf={isSelf} onEnd={() => setTask(null)} />
      )}
    </div>
  )
}
