import { Flex, Typography } from '@strapi/design-system';
import { useForm, useNotification } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import type { EntryProps, PublishAction } from '../content-manager/saved-entry';
import { BlockedPages } from './BlockedPages';
import { usePublishCheck } from './use-publish-check';
import { warningOf } from './wording';

/** Strapi's own publish action, which asks first when the saved draft would block pages. */
export function confirmBlocking(publish: PublishAction): PublishAction {
  const ConfirmedPublish: PublishAction = (props: EntryProps) => {
    const action = publish(props);
    const { check } = usePublishCheck(props);
    const warning = warningOf(check);
    const isModified = useForm('ConfirmedPublish', ({ modified }) => modified);
    useRefusedShortcut(action?.disabled ? undefined : warning);
    const dialog = action?.dialog;
    if (action === null || dialog === undefined || check === undefined || warning === undefined)
      return action;
    return {
      ...action,
      // Without a result the button opens the dialog, whose confirmation publishes.
      onClick: () => undefined,
      dialog: {
        ...dialog,
        title: `${warning}. Publish anyway?`,
        content: (
          <Flex direction="column" alignItems="stretch" gap={3}>
            {isModified ? (
              <Typography tag="p" fontWeight="bold">
                This is about the draft as it was saved. What you have changed since was not looked
                at: cancel and save to look at it first.
              </Typography>
            ) : null}
            <Typography tag="p">
              Blocked pages stay as visitors see them now, until this is corrected:
            </Typography>
            <BlockedPages blocked={check.blocked} />
            <Typography tag="p">
              Entries that it lists and that are not published are left out, as always.
            </Typography>
          </Flex>
        ),
        confirmLabel: 'Publish anyway',
      },
    };
  };
  return Object.assign(ConfirmedPublish, publish);
}

/** The keyboard shortcut publishes without the button, and so without its question. */
function useRefusedShortcut(warning: string | undefined): void {
  const { toggleNotification } = useNotification();
  useEffect(() => {
    if (warning === undefined) return;
    const refuse = (event: KeyboardEvent) => {
      const isPublish = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key === 'Enter';
      if (!isPublish) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const message = `${warning}. Press the button "Publish" to see which, and to publish anyway.`;
      toggleNotification({ type: 'warning', message });
    };
    // Before Strapi's own listener, which stands at the same place.
    window.addEventListener('keydown', refuse, { capture: true });
    return () => window.removeEventListener('keydown', refuse, { capture: true });
  }, [warning, toggleNotification]);
}
