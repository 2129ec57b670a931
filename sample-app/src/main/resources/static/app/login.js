// The view that was wanted stands behind the # of the address, which browsers keep when they are sent here, and lose
// when a form is sent elsewhere.
const form = document.getElementById('login');
form.addEventListener('submit', () => {
  if (location.hash) {
    form.action = `login${location.hash}`;
  }
});
