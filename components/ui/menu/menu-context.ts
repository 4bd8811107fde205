'use client'

import { createContext, use } from 'react'

const MenuContext = createContext<() => void>(() => {})

export const MenuProvider = MenuContext

/** Returns a function that closes the menu and its submenus, and returns focus to its button. */
export function useCloseMenu(): () => void {
  return use(MenuContext)
}
