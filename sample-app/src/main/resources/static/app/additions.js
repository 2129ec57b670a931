import { button } from './controls.js';
import { byId, make } from './element.js';
import { chosen, dropped } from './selection.js';

/** Takes files that are chosen or dropped; what is dropped is for the target of that moment, however long folders take. */
export function startAdditions(limits, target, add) {
  byId('drop').addEventListener('click', () => byId('files').click());
  takeChoicesOf(byId('files'), limits, add);
  startFolders(limits, add);
  acceptDrops(limits, target, add);
}

function takeChoicesOf(input, limits, add) {
  input.addEventListener('change', () => {
    add(chosen(input.files, limits));
    input.value = '';
  });
}

function startFolders(limits, add) {
  const input = make('input', {
    type: 'file', id: 'folder', webkitdirectory: '', multiple: '', tabindex: '-1', 'aria-hidden': 'true',
  });
  input.hidden = true;
  takeChoicesOf(input, limits, add);
  byId('drop').after(input, button('Choose a folder', () => input.click(), { id: 'choose-folder' }));
}

/** A file dropped anywhere is taken: a miss must not make the browser leave the page. */
function acceptDrops(limits, target, add) {
  const zone = byId('drop');
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragenter', (event) => {
    if (carriesFiles(event)) {
      depth++;
      zone.classList.add('over');
    }
  });
  document.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    zone.classList.toggle('over', depth > 0);
  });
  document.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
  document.addEventListener('drop', async (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      depth = 0;
      zone.classList.remove('over');
      const into = target();
      add(await dropped(event.dataTransfer, limits), into);
    }
  });
}
