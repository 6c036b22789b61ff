import {
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { WideDialog } from '../design/WideDialog';
import { FieldComparison } from './FieldComparison';
import {
  type HistoryEntry,
  messageOf,
  useRestoreVersionMutation,
  useVersionQuery,
} from './history-api';
import { LeftOutList } from './LeftOutList';
import { type ShownVersion, toOptionText, toSentence } from './version-wording';

interface Props {
  entry: HistoryEntry;
  versions: readonly ShownVersion[];
  mayRestore: boolean;
  onClose(): void;
}

/** Two versions of an entry, or one and its draft, side by side; the first can be restored. */
export function CompareDialog({ entry, versions, mayRestore, onClose }: Props) {
  const [left, setLeft] = useState(String(versions[0]?.id));
  const [right, setRight] = useState('draft');
  const before = useVersionQuery({ ...entry, version: left });
  const after = useVersionQuery({ ...entry, version: right });
  const [restore, { isLoading, error: refusal }] = useRestoreVersionMutation();
  const { toggleNotification } = useNotification();
  const error = before.error ?? after.error;

  const restoreLeft = async () => {
    const result = await restore({ ...entry, version: left });
    // What was refused stands in the dialog.
    if (!('data' in result)) return;
    const { leftOut } = result.data;
    toggleNotification({
      type: leftOut.length === 0 ? 'success' : 'warning',
      message: `The version is the draft now. ${toSentence(leftOut)}`,
    });
    onClose();
  };

  return (
    <WideDialog
      title="Compare versions"
      onClose={onClose}
      action={
        mayRestore ? (
          <Button loading={isLoading} disabled={!before.currentData} onClick={restoreLeft}>
            Restore as draft
          </Button>
        ) : null
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex gap={4} alignItems="flex-start">
          <VersionSelect label="Version" value={left} versions={versions} onChange={setLeft} />
          <VersionSelect
            label="Compared with"
            value={right}
            versions={versions}
            onChange={setRight}
            hasDraft
          />
        </Flex>
        {error ? (
          <Typography role="alert">{messageOf(error)}</Typography>
        ) : before.currentData && after.currentData ? (
          <FieldComparison before={before.currentData.fields} after={after.currentData.fields} />
        ) : (
          <Typography>Reading both versions …</Typography>
        )}
        {mayRestore && before.currentData ? (
          <LeftOutList leftOut={before.currentData.leftOut} />
        ) : null}
        {refusal ? (
          <Typography role="alert" textColor="danger600">
            {messageOf(refusal)}
          </Typography>
        ) : null}
      </Flex>
    </WideDialog>
  );
}

interface SelectProps {
  label: string;
  value: string;
  versions: readonly ShownVersion[];
  onChange(value: string): void;
  hasDraft?: boolean;
}

function VersionSelect({ label, value, versions, onChange, hasDraft = false }: SelectProps) {
  return (
    <Field.Root width="50%" minWidth={0}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect value={value} onChange={(chosen: string | number) => onChange(String(chosen))}>
        {hasDraft ? (
          <SingleSelectOption value="draft">The draft as it is saved</SingleSelectOption>
        ) : null}
        {versions.map((version) => (
          <SingleSelectOption key={version.id} value={String(version.id)}>
            {toOptionText(version)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
